package io.shiplog.resources.write;

import io.shiplog.objects.View;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.write.Consultation.Opinion;
import io.shiplog.resources.write.Consultation.Subject;

/**
 * A request that others are asked about as a whole, by what the client sent: an eviction, a binding. What they would
 * change of it is not taken.
 */
public record Consulted(Subject subject, WriteRequest request, Consultation consultation) implements WriteRequest {
    @Override
    public Decision decide(View view) {
        if (consultation.isSilent(view, subject.target())) {
            return request.decide(view);
        }
        return switch (opinion(view, subject, consultation)) {
            case Opinion.Awaited _ -> new Decision.Awaits();
            case Opinion.Refused(var refusal) -> new Decision.Refused(refusal);
            case Opinion.Agreed _ -> request.decide(view);
        };
    }

    /** What both who change and who only refuse say. */
    public static Opinion opinion(View view, Subject subject, Consultation consultation) {
        Opinion first = consultation.change(view, subject);
        return first instanceof Opinion.Agreed ? consultation.consent(view, subject) : first;
    }
}
