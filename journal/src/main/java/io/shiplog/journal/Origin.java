package io.shiplog.journal;

import java.util.List;

/**
 * Who proposes, with which verb and through which client.
 *
 * @param user the authenticated user name, such as {@code kubernetes-admin} or {@code system:shiplog:replicaset}
 * @param groups the user's groups
 * @param verb the Kubernetes request verb: create, update, patch, delete, deletecollection
 * @param client the user agent
 */
public record Origin(String user, List<String> groups, String verb, String client) {
    public Origin {
        groups = List.copyOf(groups);
    }
}
