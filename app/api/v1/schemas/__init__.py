"""Bodies of requests and responses: the contract of version 1, as the API's description shows it; a module per group.

Request bodies are validated by these models. Responses are built by `job_view` and described by these models; tests
validate every response against them.
"""
