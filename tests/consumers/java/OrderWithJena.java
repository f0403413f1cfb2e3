import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.ResultSetFormatter;

/**
 * Asks Apache Jena's ARQ: OrderWithJena QUERY...
 *
 * The answer of each SELECT, over no data, is written beside its file, as JSON.
 */
public class OrderWithJena {
  public static void main(String[] arguments) throws Exception {
    for (String name : arguments) {
      String query = Files.readString(Path.of(name));
      try (QueryExecution asked = QueryExecution.create(query, DatasetFactory.create());
          OutputStream out = Files.newOutputStream(Path.of(name + ".json"))) {
        ResultSetFormatter.outputAsJSON(out, asked.execSelect());
      }
    }
  }
}
