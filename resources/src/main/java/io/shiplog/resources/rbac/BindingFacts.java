package io.shiplog.resources.rbac;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.JsonCursor;
import io.shiplog.objects.StoredObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom a RoleBinding or ClusterRoleBinding gives what.
 *
 * @param roleKind {@code Role} or {@code ClusterRole}
 */
public record BindingFacts(String roleKind, String roleName, List<Subject> subjects) {
    private static final Decoder<BindingFacts> DECODER = new Decoder<>(BindingFacts.class, BindingFacts::read);
    private static final String ACCOUNT = "system:serviceaccount:";

    /**
     * One that is given it.
     *
     * @param kind {@code User}, {@code Group} or {@code ServiceAccount}
     * @param namespace of a service account; empty for that of the binding
     */
    public record Subject(String kind, String namespace, String name) {
        /** The name of the user, or of the group. */
        String user(String bindingNamespace) {
            return kind.equals("ServiceAccount")
                    ? ACCOUNT + (namespace.isEmpty() ? bindingNamespace : namespace) + ":" + name
                    : name;
        }

        String described(String bindingNamespace) {
            return kind.equals("ServiceAccount")
                    ? "ServiceAccount \"" + name + "/" + (namespace.isEmpty() ? bindingNamespace : namespace) + "\""
                    : kind + " \"" + name + "\"";
        }
    }

    public BindingFacts {
        subjects = List.copyOf(subjects);
    }

    public static BindingFacts of(StoredObject binding) {
        return binding.facts(DECODER);
    }

    private static BindingFacts read(byte[] json) {
        var reader = new Reader();
        JsonCursor.walk(json, cursor -> cursor.members(member -> reader.member(member, cursor)));
        return new BindingFacts(reader.roleKind, reader.roleName, reader.subjects);
    }

    private static final class Reader {
        private final List<Subject> subjects = new ArrayList<>();
        private String roleKind = "";
        private String roleName = "";
        private String kind = "";
        private String namespace = "";
        private String name = "";

        void member(String member, JsonCursor json) {
            switch (member) {
                case "roleRef" ->
                    json.members(part -> {
                        switch (part) {
                            case "kind" -> roleKind = json.recurring();
                            case "name" -> roleName = json.recurring();
                            default -> {}
                        }
                    });
                case "subjects" -> json.elements(() -> subjects.add(subject(json)));
                default -> {}
            }
        }

        private Subject subject(JsonCursor json) {
            kind = "";
            namespace = "";
            name = "";
            json.members(part -> {
                switch (part) {
                    case "kind" -> kind = json.recurring();
                    case "namespace" -> namespace = json.recurring();
                    case "name" -> name = json.recurring();
                    default -> {}
                }
            });
            return new Subject(kind, namespace, name);
        }
    }
}
