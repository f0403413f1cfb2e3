import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.graph.Graph;
import org.apache.jena.rdfpatch.RDFPatchOps;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;

/**
 * Reads files with Apache Jena: ReadWithJena FOLDER SHAPES OLD PATCH FILE...
 *
 * Each FILE is written as N-Quads into FOLDER under its own name. The first is checked against SHAPES;
 * the number of findings is printed. PATCH is applied to OLD, and the outcome is written as patched.nq.
 */
public class ReadWithJena {
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    for (int i = 4; i < arguments.length; i++) {
      write(RDFDataMgr.loadDatasetGraph(arguments[i]), folder, Path.of(arguments[i]).getFileName() + ".nq");
    }
    Graph shapes = RDFDataMgr.loadGraph(arguments[1]);
    Graph data = RDFDataMgr.loadGraph(arguments[4]);
    var report = ShaclValidator.get().validate(Shapes.parse(shapes), data);
    System.out.println(report.getEntries().size());
    report.getEntries().forEach(entry -> System.err.println(entry.focusNode() + ": " + entry.message()));
    DatasetGraph patched = DatasetGraphFactory.createTxnMem();
    RDFDataMgr.read(patched, arguments[2]);
    RDFPatchOps.applyChange(patched, RDFPatchOps.read(arguments[3]));
    write(patched, folder, "patched.nq");
  }

  private static void write(DatasetGraph dataset, Path folder, String name) throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      RDFDataMgr.write(out, dataset, Lang.NQUADS);
    }
  }
}
