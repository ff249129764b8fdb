"""What more than one machine needs: the channel between processes, wake-ups of workers, and what others report."""
