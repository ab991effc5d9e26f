package io.shiplog.apiserver.authn;

import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.View;
import io.shiplog.resources.rbac.AccessAttributes;
import io.shiplog.resources.rbac.Grants;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who may do what, in this order: {@code system:masters} everything; a node what its pods need; everybody what Roles
 * and their bindings give (apiserver's union of the Node and RBAC authorizers, v1.34). The paths of nodes that join
 * have a rule of their own, and Roles give nobody more there. A pure function of the state that it is asked about.
 * Thread-safe.
 */
public final class RequestAuthorizer {
    /** The paths of nodes that join, each followed by the node's name. */
    public static final String JOINING = "/shiplog/v1/nodes/";

    private static final String MASTERS = "system:masters";
    private static final Set<String> PUBLIC = Set.of("/healthz", "/livez", "/readyz", "/version");

    private final Supplier<? extends View> state;

    /** @param state the objects of the moment that decides */
    public RequestAuthorizer(Supplier<? extends View> state) {
        this.state = state;
    }

    /**
     * What somebody may do.
     *
     * @param reason why, for people; may be empty
     */
    public record Ruling(boolean allowed, String reason) {
        static final Ruling ALLOWED = new Ruling(true, "");
        static final Ruling UNKNOWN = new Ruling(false, "");

        static Ruling no(String reason) {
            return new Ruling(false, reason);
        }
    }

    /**
     * Whether a path is answered whoever asks, before the policy of the cluster is known, too: what upstream's {@code
     * system:public-info-viewer} lets everybody read.
     */
    public static boolean isPublic(String path) {
        return PUBLIC.contains(path) || path.startsWith("/livez/") || path.startsWith("/readyz/");
    }

    public boolean allows(Identity identity, AccessAttributes access) {
        return rule(identity, access).allowed();
    }

    public Ruling rule(Identity identity, AccessAttributes access) {
        if (identity.groups().contains(MASTERS)) {
            return Ruling.ALLOWED;
        }
        if (access.isPath() && access.path().startsWith(JOINING)) {
            return joins(identity, access) ? Ruling.ALLOWED : Ruling.UNKNOWN;
        }
        if (access.isPath() && access.verb().equals("get") && isPublic(access.path())) {
            return Ruling.ALLOWED;
        }
        View view = state.get();
        Optional<String> node = identity.node();
        Ruling asNode = node.isPresent() ? NodeRights.rule(node.get(), access, view) : Ruling.UNKNOWN;
        if (asNode.allowed()) {
            return asNode;
        }
        return Grants.of(view)
                .allowing(identity.user(), identity.groups(), access)
                .map(why -> new Ruling(true, why))
                .orElse(asNode);
    }

    private static boolean joins(Identity identity, AccessAttributes access) {
        return access.verb().equals("post") && identity.groups().contains(BootstrapTokens.GROUP)
                || !access.verb().equals("delete")
                        && identity.user().equals(Identity.NODE + access.path().substring(JOINING.length()));
    }

    /** @throws io.shiplog.apiserver.status.ApiException 403 with upstream's text for what somebody may not do */
    public void require(Identity identity, AccessAttributes access) {
        Ruling ruling = rule(identity, access);
        if (!ruling.allowed()) {
            throw refusal(identity, access, ruling.reason()).exception();
        }
    }

    private static ApiStatus refusal(Identity identity, AccessAttributes access, String reason) {
        String who = "User \"" + identity.user() + "\" cannot " + access.verb();
        String why = reason.isEmpty() ? "" : ": " + reason;
        if (access.isPath()) {
            return Failures.forbiddenPath(who + " path \"" + access.path() + "\"" + why);
        }
        String where = access.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace \"" + access.namespace() + "\"";
        return Failures.forbidden(
                new GroupResource(access.resource(), access.group()),
                access.name(),
                who + " resource \"" + access.fullResource() + "\" in API group \"" + access.group() + "\"" + where
                        + why,
                List.of());
    }

    /** What is granted by Roles and their bindings now. */
    public Grants grants() {
        return Grants.of(state.get());
    }
}
