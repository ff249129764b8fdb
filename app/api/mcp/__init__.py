"""The Model Context Protocol: tools with which language models use this server.

A server that starts loads `endpoint` alone. The official SDK is loaded by the first request, or by the command.
"""
