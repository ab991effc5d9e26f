package io.shiplog.resources.validation;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.names.Names;
import java.util.ArrayList;
import java.util.List;

/** What objects of a kind may be called. */
final class ObjectNames {
    private ObjectNames() {}

    /** What is wrong with a name; empty when nothing is. */
    static List<String> check(Kind kind, String name) {
        return switch (kind.groupResource()) {
            case "namespaces", "statefulsets.apps" -> Names.dns1123Label(name);
            case "services" -> Names.dns1035Label(name);
            case "roles.rbac.authorization.k8s.io",
                    "rolebindings.rbac.authorization.k8s.io",
                    "clusterroles.rbac.authorization.k8s.io",
                    "clusterrolebindings.rbac.authorization.k8s.io" -> pathSegment(name);
            case "ipaddresses.networking.k8s.io" -> List.of();
            default -> Names.dns1123Subdomain(name);
        };
    }

    private static List<String> pathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return List.of("may not be '" + name + "'");
        }
        List<String> problems = new ArrayList<>();
        for (String character : List.of("/", "%")) {
            if (name.contains(character)) {
                problems.add("may not contain '" + character + "'");
            }
        }
        return problems;
    }
}
