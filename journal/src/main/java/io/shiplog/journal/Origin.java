package io.shiplog.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who proposes, with which verb and through which client.
 *
 * @param user the user that the request acts as, such as {@code kubernetes-admin} or {@code system:shiplog:replicaset}
 * @param groups the user's groups
 * @param verb the Kubernetes request verb: create, update, patch, delete, deletecollection
 * @param client the user agent
 * @param impersonator who really asked, authenticated, when that is another than {@code user}; null otherwise
 * @param trigger the resourceVersion of the change that led a controller to it; 0 for what nobody's change led to
 */
public record Origin(
        String user,
        List<String> groups,
        String verb,
        String client,
        @Nullable Impersonator impersonator,
        long trigger) {
    public Origin {
        groups = List.copyOf(groups);
    }

    /** Of a request that its own user made. */
    public Origin(String user, List<String> groups, String verb, String client) {
        this(user, groups, verb, client, null, 0);
    }

    /** Of a request that perhaps another than its user made. */
    public Origin(String user, List<String> groups, String verb, String client, @Nullable Impersonator impersonator) {
        this(user, groups, verb, client, impersonator, 0);
    }

    /** The same because of a change. */
    public Origin because(long resourceVersion) {
        return new Origin(user, groups, verb, client, impersonator, resourceVersion);
    }

    /** A user who acts as another one. */
    public record Impersonator(String user, List<String> groups) {
        public Impersonator {
            groups = List.copyOf(groups);
        }
    }
}
