package io.shiplog.apiserver.store;

import io.shiplog.apiserver.status.ApiStatus.Cause;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Creates an object. The namespace must exist and not be ending; the name must be free. */
public final class Creation implements Operation {
    private static final GroupResource NAMESPACES = GroupResource.core("namespaces");
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX_LENGTH = 5;
    private static final int MAX_GENERATED_BASE = 58;

    private final Subject subject;
    private final Strategy strategy;
    private final ObjectRules rules;
    private final ObjectNode prepared;
    private final boolean nameGenerated;

    /**
     * @param subject names the object; its name is the one that will be created
     * @param prepared the object as {@link ObjectRules#forCreate} made it, with name and namespace
     * @param nameGenerated whether the name was made up, which changes what a collision is answered
     */
    public Creation(Subject subject, Strategy strategy, ObjectRules rules, ObjectNode prepared, boolean nameGenerated) {
        this.subject = subject;
        this.strategy = strategy;
        this.rules = rules;
        this.prepared = prepared;
        this.nameGenerated = nameGenerated;
    }

    @Override
    public Decision decide(State state) {
        if (subject.kind().namespaced()) {
            checkNamespace(state);
        }
        StoredObject existing = state.get(subject.stored(), subject.key());
        if (existing != null && nameGenerated) {
            throw Failures.generateNameConflict(subject.named(), subject.name()).exception();
        }
        ObjectNode object = prepared.deepCopy();
        List<Write> companions = existing == null ? strategy.creating(state, subject, object) : List.of();
        PolicyCheck.complete(state, subject, object);
        rules.validateCreate(subject.kind(), object, subject.name());
        if (existing != null) {
            throw Failures.alreadyExists(subject.named(), subject.name()).exception();
        }
        String uid = Documents.text(Documents.metadata(object), "uid");
        List<Write> writes = new ArrayList<>();
        writes.add(Write.create(subject.stored(), subject.key(), uid, Documents.forWrite(object)));
        writes.addAll(companions);
        writes.addAll(PolicyCheck.charge(state, subject, object, null));
        return new Decision.Propose(writes, stored -> new Reply.Document(201, Shown.as(subject.kind(), stored)));
    }

    private void checkNamespace(State state) {
        StoredObject namespace = state.get(NAMESPACES, ObjectKey.cluster(subject.namespace()));
        if (namespace == null) {
            throw Failures.notFound(NAMESPACES, subject.namespace()).exception();
        }
        if (namespace.facts().deleting()) {
            throw Failures.forbidden(
                            subject.named(),
                            subject.name(),
                            "unable to create new content in namespace " + subject.namespace()
                                    + " because it is being terminated",
                            List.of(new Cause(
                                    "NamespaceTerminating",
                                    "namespace " + subject.namespace() + " is being terminated",
                                    "metadata.namespace")))
                    .exception();
        }
    }

    /**
     * A name that begins with {@code base}, as apiserver's SimpleNameGenerator makes it.
     *
     * @param random a non-negative number that the five letters are taken from
     */
    public static String generatedName(String base, long random) {
        String kept = base.length() > MAX_GENERATED_BASE ? base.substring(0, MAX_GENERATED_BASE) : base;
        StringBuilder name = new StringBuilder(kept);
        long rest = random;
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(SUFFIX_LETTERS.charAt((int) (rest % SUFFIX_LETTERS.length())));
            rest /= SUFFIX_LETTERS.length();
        }
        return name.toString();
    }
}
