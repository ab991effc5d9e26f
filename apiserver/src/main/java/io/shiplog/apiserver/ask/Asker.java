package io.shiplog.apiserver.ask;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.rbac.AccessAttributes;

/**
 * Who asks: sees of the past what they may read now, and of Secrets only with a right of its own.
 *
 * @param identity authenticated
 * @param authorizer says what may be read now
 */
public record Asker(Identity identity, RequestAuthorizer authorizer) {
    /** The right to read the past of Secrets, beside the right to read them. */
    public static final String READ_PAST = "readpast";

    /** Whether the asker may know of an object. */
    boolean sees(GroupResource resource, ObjectKey key) {
        return may("get", resource, key)
                && (!resource.equals(GroupResource.core("secrets")) || may(READ_PAST, resource, key));
    }

    private boolean may(String verb, GroupResource resource, ObjectKey key) {
        return authorizer.allows(
                identity,
                new AccessAttributes(verb, resource.group(), resource.resource(), "", key.namespace(), key.name(), ""));
    }
}
