"""`./dev bench`: our server beside a bare ASGI callable that sends the same bytes, and beside the
same content served as people usually write it. Read ratios of one run; never compare requests a
second between runs."""
