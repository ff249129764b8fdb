"""Traces of requests, jobs, stages and children, by OpenTelemetry; loaded only where a collector is set."""
