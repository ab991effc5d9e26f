package io.shiplog.apiserver.ask;

import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a question is about: an object, all objects of a resource, a namespace, or everything.
 *
 * @param resource where its objects lie; null for all resources
 * @param namespace empty for all, and for the cluster's own
 * @param name empty for all
 */
public record QuestionScope(@Nullable GroupResource resource, String namespace, String name) {
    static final QuestionScope EVERYTHING = new QuestionScope(null, "", "");

    /**
     * Reads {@code type} (a plural, singular, short or kind's name, or {@code plural.group}), {@code name},
     * {@code namespace}; {@code type/name} too.
     *
     * @throws io.shiplog.apiserver.status.ApiException 400 for a type that nobody knows
     */
    static QuestionScope read(Query query, Kinds kinds) {
        String type = query.text("type");
        String name = query.text("name");
        int slash = type.indexOf('/');
        if (slash >= 0) {
            name = type.substring(slash + 1);
            type = type.substring(0, slash);
        }
        String namespace = query.text("namespace");
        if (type.isEmpty()) {
            return new QuestionScope(null, namespace, "");
        }
        Kind kind = find(kinds, type);
        if (kind == null) {
            throw Failures.badRequest("there is no type \"" + type + "\"").exception();
        }
        // A namespace is of the cluster, and yet it is asked for from within one.
        return new QuestionScope(kind.storage().resource(), kind.namespaced() ? namespace : "", name);
    }

    private static @Nullable Kind find(Kinds kinds, String type) {
        String wanted = type.toLowerCase(Locale.ROOT);
        for (Kind kind : kinds.kinds()) {
            Kind.Names names = kind.names();
            if (kind.stored()
                    && (wanted.equals(names.plural())
                            || wanted.equals(names.singular())
                            || names.shortNames().contains(wanted)
                            || wanted.equals(names.kind().toLowerCase(Locale.ROOT))
                            || wanted.equals(kind.resource().toString()))) {
                return kind;
            }
        }
        return null;
    }

    /** @throws io.shiplog.apiserver.status.ApiException 400 when it is not one object */
    QuestionScope requireOne() {
        if (resource == null || name.isEmpty()) {
            throw Failures.badRequest("name one object: TYPE/NAME").exception();
        }
        return this;
    }

    /**
     * The resource of the one object that this is.
     *
     * @throws io.shiplog.apiserver.status.ApiException 404 when {@code asker} may not know of it
     */
    GroupResource requireSeen(Asker asker) {
        GroupResource one = Objects.requireNonNull(requireOne().resource());
        if (!asker.sees(one, key())) {
            throw Failures.notFound(one, name).exception();
        }
        return one;
    }

    /** The object's key. */
    ObjectKey key() {
        return new ObjectKey(namespace, name);
    }

    /** Whether {@code object} of {@code other} is meant, and {@code asker} may know of it. */
    boolean shows(Asker asker, GroupResource other, ObjectKey object) {
        return covers(other, object) && asker.sees(other, object);
    }

    /** The resources of two states whose objects may be meant. */
    SortedSet<GroupResource> resources(State one, State other) {
        if (resource != null) {
            return new TreeSet<>(Set.of(resource));
        }
        SortedSet<GroupResource> all = new TreeSet<>(one.resources());
        all.addAll(other.resources());
        return all;
    }

    /** The keys of two states that may be meant of a resource. */
    SortedSet<ObjectKey> keys(GroupResource of, State one, State other) {
        if (resource != null && !name.isEmpty()) {
            return new TreeSet<>(Set.of(key()));
        }
        SortedSet<ObjectKey> all = new TreeSet<>(table(of, one).keySet());
        all.addAll(table(of, other).keySet());
        return all;
    }

    private SortedMap<ObjectKey, StoredObject> table(GroupResource of, State state) {
        return namespace.isEmpty() ? state.table(of) : state.table(of, namespace);
    }

    /** Whether {@code object} of {@code other} is meant. */
    boolean covers(GroupResource other, ObjectKey object) {
        return (resource == null || resource.equals(other))
                && (name.isEmpty() || name.equals(object.name()))
                && (namespace.isEmpty() || namespace.equals(object.namespace()));
    }
}
