"""The web application: pages, SPARQL endpoint and Graph Store of any graph, on one address."""
