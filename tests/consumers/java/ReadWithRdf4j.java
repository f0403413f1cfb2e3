import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.RDFHandler;
import org.eclipse.rdf4j.rio.RDFParser;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.helpers.BasicParserSettings;

/**
 * Reads files with RDF4J Rio: ReadWithRdf4j FOLDER FILE...
 *
 * Each FILE is written as N-Quads into FOLDER under its own name. IRIs, language tags and datatypes
 * are verified, and what is wrong with one of them is an error.
 */
public class ReadWithRdf4j {
  public static void main(String[] arguments) throws Exception {
    for (int i = 1; i < arguments.length; i++) {
      Path file = Path.of(arguments[i]);
      Path written = Path.of(arguments[0]).resolve(file.getFileName() + ".nq");
      RDFFormat format = Rio.getParserFormatForFileName(file.toString()).orElseThrow();
      RDFParser parser = Rio.createParser(format);
      parser.set(BasicParserSettings.VERIFY_DATATYPE_VALUES, true);
      parser.set(BasicParserSettings.VERIFY_LANGUAGE_TAGS, true);
      parser.set(BasicParserSettings.VERIFY_URI_SYNTAX, true);
      try (InputStream in = Files.newInputStream(file);
          OutputStream out = Files.newOutputStream(written)) {
        RDFHandler writer = Rio.createWriter(RDFFormat.NQUADS, out);
        parser.setRDFHandler(writer);
        parser.parse(in, "file:///");
      }
    }
  }
}
