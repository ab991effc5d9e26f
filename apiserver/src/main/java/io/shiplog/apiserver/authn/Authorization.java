package io.shiplog.apiserver.authn;

import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.objects.GroupResource;
import java.util.List;
import java.util.Set;

/**
 * The fixed authorization rule: {@code system:masters} may do everything, {@code system:node:*} users may read what is
 * no secret of the pods that run on nodes, every authenticated user may discover the API and ask about itself, and nobody
 * else anything. Node agents work without the API: what a node's certificate opens is only for those who look around.
 */
public final class Authorization {
    private static final Set<String> READING = Set.of("get", "list", "watch");
    private static final Set<String> NODE_READS =
            Set.of("pods", "nodes", "services", "endpoints", "endpointslices", "namespaces");
    private static final Set<String> SELF_REVIEWS =
            Set.of("selfsubjectreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews");
    private static final List<String> DISCOVERY = List.of("/api", "/apis", "/openapi", "/version");
    private static final Set<String> PUBLIC = Set.of("/healthz", "/livez", "/readyz", "/version");

    private Authorization() {}

    /** Whether a path answers without credentials, as upstream's {@code system:public-info-viewer} lets it. */
    public static boolean isPublic(String path) {
        return PUBLIC.contains(path) || path.startsWith("/livez/") || path.startsWith("/readyz/");
    }

    public static boolean allows(Identity identity, Access access) {
        if (identity.groups().contains("system:masters")) {
            return true;
        }
        if (access.resource().isEmpty()) {
            return access.verb().equals("get") && (isPublic(access.path()) || isDiscovery(access.path()));
        }
        if (access.verb().equals("create") && SELF_REVIEWS.contains(access.resource())) {
            return true;
        }
        return identity.user().startsWith("system:node:")
                && READING.contains(access.verb())
                && access.subresource().isEmpty()
                && NODE_READS.contains(access.resource());
    }

    /** 403 with upstream's text. */
    public static ApiStatus refusal(Identity identity, Access access) {
        String who = "User \"" + identity.user() + "\" cannot " + access.verb();
        if (access.resource().isEmpty()) {
            return Failures.forbiddenPath(who + " path \"" + access.path() + "\"");
        }
        String where = access.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace \"" + access.namespace() + "\"";
        return Failures.forbidden(
                new GroupResource(access.resource(), access.group()),
                access.name(),
                who + " resource \"" + access.fullResource() + "\" in API group \"" + access.group() + "\"" + where,
                List.of());
    }

    private static boolean isDiscovery(String path) {
        for (String prefix : DISCOVERY) {
            if (path.equals(prefix) || path.startsWith(prefix + "/")) {
                return true;
            }
        }
        return false;
    }
}
