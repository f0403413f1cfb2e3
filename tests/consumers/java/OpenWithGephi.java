import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Graph;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Node;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.EdgeMergeStrategy;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/** Prints what the toolkit of Gephi finds in network files: nodes, edges, and the type of each attribute. */
public final class OpenWithGephi {
    private static final String TAB = "\t";

    public static void main(String[] files) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        for (String file : files) {
            print(file, opened(new File(file), projects.newWorkspace(projects.getCurrentProject())));
        }
    }

    private static GraphModel opened(File file, Workspace workspace) throws Exception {
        ImportController imports = Lookup.getDefault().lookup(ImportController.class);
        Container container = imports.importFile(file);
        container.getLoader().setEdgesMergeStrategy(EdgeMergeStrategy.NO_MERGE);
        imports.process(container, new DefaultProcessor(), workspace);
        return Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
    }

    private static void print(String file, GraphModel model) {
        Graph graph = model.getGraph();
        System.out.println(String.join(TAB, "file", file));
        for (Node node : graph.getNodes()) {
            List<String> place = List.of(String.valueOf(node.x()), String.valueOf(node.y()));
            System.out.println(String.join(TAB, "node", text(node.getId()), text(node.getLabel()), place.get(0), place.get(1)));
        }
        for (Edge edge : graph.getEdges()) {
            System.out.println(String.join(TAB, "edge", text(edge.getSource().getId()), text(edge.getTarget().getId()),
                edge.isDirected() ? "directed" : "undirected", text(edge.getLabel()), String.valueOf(edge.getWeight())));
        }
        print("of nodes", model.getNodeTable());
        print("of edges", model.getEdgeTable());
    }

    private static void print(String which, Iterable<Column> columns) {
        TreeMap<String, String> types = new TreeMap<>();
        for (Column column : columns) {
            types.put(column.getTitle(), column.getTypeClass().getSimpleName());
        }
        List<String> all = new ArrayList<>();
        types.forEach((title, type) -> all.add(title + " " + type));
        System.out.println(String.join(TAB, which, String.join(TAB, all)));
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString().replaceAll("\\s", " ");
    }
}
