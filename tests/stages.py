"""The product's own stages, found once for all tests."""

from app.stages.registry import Registry

REGISTRY = Registry.discovered()
PLANS = REGISTRY.plans
