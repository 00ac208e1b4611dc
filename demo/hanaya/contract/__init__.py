"""What the API promises: the OpenAPI documents, and the check of bodies against them."""
