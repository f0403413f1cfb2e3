import org.apache.jena.http.auth.AuthEnv;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.ResourceFactory;
import org.apache.jena.rdfconnection.RDFConnection;
import org.apache.jena.rdfconnection.RDFConnectionRemote;
import org.apache.jena.sys.JenaSystem;

/** Queries, updates and replaces a graph of a server: its address, and the password for changes. */
public final class QueryWithJena {
    private QueryWithJena() {}

    public static void main(String[] arguments) {
        JenaSystem.init();
        String server = arguments[0];
        AuthEnv.get().registerUsernamePassword(java.net.URI.create(server), "jena", arguments[1]);
        try (RDFConnection connection = RDFConnectionRemote.newBuilder()
                .destination(server).queryEndpoint("sparql").updateEndpoint("sparql")
                .gspEndpoint("store").build()) {
            connection.update("INSERT DATA { <http://jena/s> <http://jena/p> 1, 2 }");
            connection.querySelect("SELECT (COUNT(*) AS ?n) { <http://jena/s> ?p ?o }",
                row -> System.out.println(row.getLiteral("n").getInt()));
            Model model = ModelFactory.createDefaultModel();
            model.add(ResourceFactory.createResource("http://jena/t"),
                ResourceFactory.createProperty("http://jena/p"), "three");
            connection.put("http://jena/graph", model);
            System.out.println(connection.fetch("http://jena/graph").isIsomorphicWith(model));
            System.out.println(connection.queryAsk("ASK { GRAPH <http://jena/graph> { ?s ?p ?o } }"));
            connection.delete("http://jena/graph");
            System.out.println(connection.queryAsk("ASK { GRAPH <http://jena/graph> { ?s ?p ?o } }"));
            System.out.println(connection.queryConstruct("CONSTRUCT WHERE { <http://jena/s> ?p ?o }").size());
        }
    }
}
