"""What a query probably means instead, why it gives nothing, and how it is answered."""
