"""What our server is compared with."""
