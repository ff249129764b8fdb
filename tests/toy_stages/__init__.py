"""Stages for tests that point a registry here: each proves that a stage is a folder, and nothing else."""
