"""Other job queues with a job that does nothing: what one job costs each of them, in a process of its own.

Each module here is started as `python -m benchmarks.peers.NAME PLACE COUNT`: it enqueues COUNT jobs, then waits for a
line, runs all of them and says that it has. PLACE is the port of a Redis on this machine, or a folder.
"""
