"""What a file from elsewhere holds, and what in it will not be understood as it was meant."""
