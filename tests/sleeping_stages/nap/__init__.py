"""Stage `nap`."""
