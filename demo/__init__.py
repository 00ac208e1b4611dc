"""What is shown, not shipped: invented systems that Enishi connects to."""
