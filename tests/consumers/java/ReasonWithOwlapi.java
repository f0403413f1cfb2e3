import java.io.File;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.RDFJsonLDDocumentFormat;
import org.semanticweb.owlapi.io.FileDocumentSource;
import org.semanticweb.owlapi.model.OWLDocumentFormat;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.Profiles;
import org.semanticweb.owlapi.reasoner.OWLReasoner;

/**
 * Reads files with the OWL API: ReasonWithOwlapi MISTAKE FILE...
 *
 * Of each FILE are printed its name, the number of its axioms, and the violations of the profiles OWL 2
 * DL and OWL 2 RL. HermiT says of the first whether it is consistent, and which classes can have no
 * member; and of MISTAKE, which holds a contradiction, whether it is consistent.
 */
public class ReasonWithOwlapi {
  public static void main(String[] arguments) throws Exception {
    for (int i = 1; i < arguments.length; i++) {
      File file = new File(arguments[i]);
      OWLOntology ontology = read(file);
      System.out.print(file.getName() + "\t" + ontology.getAxiomCount());
      for (Profiles profile : new Profiles[] {Profiles.OWL2_DL, Profiles.OWL2_RL}) {
        var violations = profile.checkOntology(ontology).getViolations();
        violations.forEach(violation -> System.err.println(profile + ": " + violation));
        System.out.print("\t" + violations.size());
      }
      System.out.println();
      if (i == 1) {
        OWLReasoner reasoner = new Reasoner(new Configuration(), ontology);
        System.out.println("consistent\t" + reasoner.isConsistent());
        reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()
            .forEach(empty -> System.out.println("empty\t" + empty.getIRI()));
      }
    }
    OWLReasoner reasoner = new Reasoner(new Configuration(), read(new File(arguments[0])));
    System.out.println("mistaken\t" + reasoner.isConsistent());
  }

  private static OWLOntology read(File file) throws Exception {
    // What JSON is, the OWL API does not find out by itself.
    OWLDocumentFormat format =
        file.getName().endsWith(".jsonld") ? new RDFJsonLDDocumentFormat() : null;
    var source = new FileDocumentSource(file, format);
    return OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(source);
  }
}
