package io.shiplog.apiserver.store;

import io.shiplog.apiserver.status.ApiStatus.Cause;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.admission.Admission;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.validation.Validation;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Defaulting, admission and validation as the API applies them, with the clock and the source of uids that they need. */
public final class ObjectRules {
    private final InstantSource clock;
    private final Supplier<String> uids;

    public ObjectRules(InstantSource clock) {
        this.clock = clock;
        this.uids = () -> UUID.randomUUID().toString();
    }

    /** An object as it will be created: defaults, uid, creation time, no client-made status. */
    public ObjectNode forCreate(Kind kind, ObjectNode object) {
        return Admission.prepareForCreate(kind, object, clock.instant(), uids);
    }

    /** An object as it will replace {@code old}. */
    public ObjectNode forUpdate(Kind kind, ObjectNode object, ObjectNode old) {
        return Admission.prepareForUpdate(kind, object, old);
    }

    /** {@code old} with the status of {@code object}. */
    public ObjectNode forStatusUpdate(Kind kind, ObjectNode object, ObjectNode old) {
        return Admission.prepareForStatusUpdate(kind, object, old);
    }

    /** {@code old} with the finalizers of the specification of {@code object}: a namespace. */
    public ObjectNode forFinalize(Kind kind, ObjectNode object, ObjectNode old) {
        return Admission.prepareForFinalize(kind, object, old);
    }

    /** @throws io.shiplog.apiserver.status.ApiException 422 with every fault */
    public void validateCreate(Kind kind, ObjectNode object, String name) {
        refuse(kind, name, Validation.create(kind, object));
    }

    /** @throws io.shiplog.apiserver.status.ApiException 422 with every fault */
    public void validateUpdate(Kind kind, ObjectNode object, ObjectNode old, String name) {
        refuse(kind, name, Validation.update(kind, object, old));
    }

    private static void refuse(Kind kind, String name, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            List<Cause> causes = errors.stream()
                    .map(error -> new Cause(error.reason(), error.body(), error.field()))
                    .toList();
            throw Failures.invalid(kind.group(), kind.kind(), name, causes).exception();
        }
    }
}
