"""RDF serializations."""
