"""What clients send and get: the contract of version 1, as the API's description shows it; one module a group.

Bodies that come in are checked by these models. Answers are built by `job_view` and described by these models; tests
hold every answer against them.
"""
