"""The protocols of the W3C: SPARQL 1.1 Protocol and Graph Store HTTP Protocol."""
