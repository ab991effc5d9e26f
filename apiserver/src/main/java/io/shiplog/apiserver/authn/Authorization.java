package io.shiplog.apiserver.authn;

import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.service.Services;
import java.util.List;
import java.util.Set;

/**
 * The fixed authorization rule: {@code system:masters} may do everything; a node may read its own Node and where
 * services are, as its pods are told anyway, and renew what it got when it joined; whoever shows a bootstrap token may
 * join; every authenticated user may discover the API and ask about itself, and nobody else anything. Node agents work
 * without the API.
 */
public final class Authorization {
    private static final Set<String> READING = Set.of("get", "list", "watch");
    /** How the users of nodes are called. */
    public static final String NODE_USER = "system:node:";

    /** The paths of nodes that join, each followed by the node's name. */
    public static final String JOINING = "/shiplog/v1/nodes/";

    private static final Set<GroupResource> SELF_REVIEWS = Set.of(
            io.shiplog.resources.kinds.access.Access.SELF_REVIEWS.resource(),
            io.shiplog.resources.kinds.access.Access.SELF_ACCESS_REVIEWS.resource(),
            io.shiplog.resources.kinds.access.Access.SELF_RULES_REVIEWS.resource());
    /** Questions about the past, too: each answer shows what who asks may read. */
    private static final List<String> DISCOVERY = List.of("/api", "/apis", "/openapi", "/shiplog", "/version");

    private static final Set<String> PUBLIC = Set.of("/healthz", "/livez", "/readyz", "/version");

    private Authorization() {}

    /** Whether a path answers without credentials, as upstream's {@code system:public-info-viewer} lets it. */
    public static boolean isPublic(String path) {
        return PUBLIC.contains(path) || path.startsWith("/livez/") || path.startsWith("/readyz/");
    }

    public static boolean allows(Identity identity, AccessAttributes access) {
        if (identity.groups().contains("system:masters")) {
            return true;
        }
        if (access.path().startsWith(JOINING) && access.resource().isEmpty()) {
            return access.verb().equals("post") && identity.groups().contains(BootstrapTokens.GROUP)
                    || !access.verb().equals("delete")
                            && identity.user().equals(NODE_USER + access.path().substring(JOINING.length()));
        }
        if (access.resource().isEmpty()) {
            return access.verb().equals("get") && (isPublic(access.path()) || isDiscovery(access.path()));
        }
        if (access.verb().equals("create") && SELF_REVIEWS.contains(asked(access))) {
            return true;
        }
        return identity.user().startsWith(NODE_USER)
                && READING.contains(access.verb())
                && access.subresource().isEmpty()
                && (asked(access).equals(Services.RESOURCE)
                        || asked(access).equals(Nodes.RESOURCE)
                                && identity.user().equals(NODE_USER + access.name()));
    }

    private static GroupResource asked(AccessAttributes access) {
        return new GroupResource(access.resource(), access.group());
    }

    /** 403 with upstream's text. */
    public static ApiStatus refusal(Identity identity, AccessAttributes access) {
        String who = "User \"" + identity.user() + "\" cannot " + access.verb();
        if (access.resource().isEmpty()) {
            return Failures.forbiddenPath(who + " path \"" + access.path() + "\"");
        }
        String where = access.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace \"" + access.namespace() + "\"";
        return Failures.forbidden(
                asked(access),
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
