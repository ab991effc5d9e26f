package io.shiplog.resources.openapi;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Subresource;
import io.shiplog.resources.openapi.ApiOperation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The operations of a kind, with the names that upstream gives them. */
final class ApiOperations {
    static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final List<Integer> OK = List.of(200);

    private final Kind kind;
    private final String scope;
    private final String tag;
    private final String group;
    private final String root;
    private final List<ApiOperation> operations = new ArrayList<>();

    private ApiOperations(Kind kind) {
        this.kind = kind;
        this.scope = kind.namespaced() ? "Namespaced" : "";
        String name = groupName(kind.group());
        this.tag = name + "_" + kind.version();
        this.group = capital(name) + capital(kind.version());
        this.root = root(kind);
    }

    /** All operations of one kind and its subresources, by path. */
    static List<ApiOperation> of(Kind kind) {
        var here = new ApiOperations(kind);
        here.collection();
        here.item();
        kind.subresources().forEach(here::subresource);
        return here.operations;
    }

    /** {@code api/v1} or {@code apis/apps/v1}: where a kind's version lives, without a leading slash. */
    static String root(Kind kind) {
        return kind.group().isEmpty() ? "api/" + kind.version() : "apis/" + kind.groupVersion();
    }

    private void collection() {
        String path = collectionPath();
        String name = kind.kind();
        if (kind.can("list")) {
            if (kind.namespaced()) {
                add(
                        "/" + root + "/" + kind.plural(),
                        "get",
                        "list" + group + name + "ForAllNamespaces",
                        "list",
                        "List or watch objects of kind " + name + " in all namespaces.",
                        QueryParameter.LISTING,
                        listName());
            }
            add(
                    path,
                    "get",
                    "list" + group + scope + name,
                    "list",
                    "List or watch objects of kind " + name + ".",
                    QueryParameter.LISTING,
                    listName());
        }
        if (kind.can("create")) {
            write(
                    path,
                    "post",
                    "create" + group + scope + name,
                    "Create an object of kind " + name + ".",
                    own(),
                    kind.definition(),
                    List.of(200, 201, 202));
        }
        if (kind.can("deletecollection")) {
            operations.add(operation(
                    path,
                    "delete",
                    "delete" + group + "Collection" + scope + name,
                    "deletecollection",
                    "Delete all objects of kind " + name + " that match.",
                    own(),
                    QueryParameter.DELETING_MANY,
                    META + "DeleteOptions",
                    false,
                    META + "Status",
                    OK));
        }
    }

    private void item() {
        String path = collectionPath() + "/{name}";
        String name = kind.kind();
        if (kind.can("get")) {
            add(
                    path,
                    "get",
                    "read" + group + scope + name,
                    "get",
                    "Read one object of kind " + name + ".",
                    List.of(),
                    kind.definition());
        }
        if (kind.can("update")) {
            write(
                    path,
                    "put",
                    "replace" + group + scope + name,
                    "Replace one object of kind " + name + ".",
                    own(),
                    kind.definition(),
                    List.of(200, 201));
        }
        if (kind.can("patch")) {
            patch(
                    path,
                    "patch" + group + scope + name,
                    "Change parts of one object of kind " + name + ".",
                    own(),
                    kind.definition());
        }
        if (kind.can("delete")) {
            operations.add(operation(
                    path,
                    "delete",
                    "delete" + group + scope + name,
                    "delete",
                    "Delete one object of kind " + name + ".",
                    own(),
                    QueryParameter.DELETING,
                    META + "DeleteOptions",
                    false,
                    META + "Status",
                    List.of(200, 202)));
        }
    }

    private void subresource(Subresource sub) {
        String path = collectionPath() + "/{name}/" + sub.name();
        String name = scope + kind.kind() + capital(sub.name());
        Target target = new Target(sub.group(), sub.version(), sub.kind(), kind.custom());
        String what = sub.name() + " of one object of kind " + kind.kind() + ".";
        if (sub.definition().isEmpty()) {
            connect(path, name, sub, target);
            return;
        }
        for (String verb : List.of("get", "update", "patch", "create")) {
            if (!sub.verbs().contains(verb)) {
                continue;
            }
            switch (verb) {
                case "get" -> {
                    boolean log = sub.name().equals("log");
                    operations.add(operation(
                            path,
                            "get",
                            "read" + group + name,
                            "get",
                            "Read the " + what,
                            target,
                            log ? QueryParameter.LOGS : List.of(),
                            "",
                            false,
                            log ? "" : sub.definition(),
                            OK));
                }
                case "update" ->
                    write(
                            path,
                            "put",
                            "replace" + group + name,
                            "Replace the " + what,
                            target,
                            sub.definition(),
                            List.of(200, 201));
                case "patch" ->
                    patch(path, "patch" + group + name, "Change parts of the " + what, target, sub.definition());
                default ->
                    write(
                            path,
                            "post",
                            "create" + group + name,
                            "Create the " + what,
                            target,
                            sub.definition(),
                            List.of(200, 201, 202));
            }
        }
    }

    private void connect(String path, String name, Subresource sub, Target target) {
        List<QueryParameter> query = switch (sub.name()) {
            case "exec" -> QueryParameter.EXECUTING;
            case "attach" -> QueryParameter.ATTACHING;
            case "portforward" -> QueryParameter.FORWARDING;
            default -> QueryParameter.PROXYING;
        };
        sub.verbs().stream().sorted().map(ApiOperations::method).forEach(method -> {
            String id = "connect" + group + capital(method) + name;
            String text = "Connect to the " + sub.name() + " of one object of kind " + kind.kind() + ".";
            operations.add(operation(path, method, id, "connect", text, target, query, "", false, "", OK));
            if (sub.name().equals("proxy")) {
                operations.add(operation(
                        path + "/{path}", method, id + "WithPath", "connect", text, target, query, "", false, "", OK));
            }
        });
    }

    private void add(
            String path,
            String method,
            String id,
            String action,
            String text,
            List<QueryParameter> query,
            String answer) {
        operations.add(operation(path, method, id, action, text, own(), query, "", false, answer, OK));
    }

    private void write(
            String path, String method, String id, String text, Target target, String definition, List<Integer> codes) {
        operations.add(operation(
                path, method, id, method, text, target, QueryParameter.WRITING, definition, true, definition, codes));
    }

    private void patch(String path, String id, String text, Target target, String definition) {
        operations.add(operation(
                path,
                "patch",
                id,
                "patch",
                text,
                target,
                QueryParameter.PATCHING,
                META + "Patch",
                true,
                definition,
                List.of(200, 201)));
    }

    private ApiOperation operation(
            String path,
            String method,
            String id,
            String action,
            String text,
            Target target,
            List<QueryParameter> query,
            String body,
            boolean bodyRequired,
            String answer,
            List<Integer> codes) {
        return new ApiOperation(path, method, id, action, text, tag, target, query, body, bodyRequired, answer, codes);
    }

    private Target own() {
        return new Target(kind.group(), kind.version(), kind.kind(), kind.custom());
    }

    private String collectionPath() {
        return "/" + root + (kind.namespaced() ? "/namespaces/{namespace}/" : "/") + kind.plural();
    }

    private String listName() {
        return kind.definition() + "List";
    }

    /** {@code rbacAuthorization} for {@code rbac.authorization.k8s.io}, {@code core} for the core group. */
    private static String groupName(String group) {
        if (group.isEmpty()) {
            return "core";
        }
        var name = new StringBuilder();
        for (String part : group.replace(".k8s.io", "").split("\\.", -1)) {
            name.append(name.isEmpty() ? part : capital(part));
        }
        return name.toString();
    }

    private static String method(String verb) {
        return switch (verb) {
            case "create" -> "post";
            case "update" -> "put";
            default -> verb;
        };
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
