"""Networks as slides of presentations."""
