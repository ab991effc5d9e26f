package io.shiplog.apiserver.webhook;

import io.shiplog.apiserver.write.Consultant;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.View;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.control.Machinery;
import io.shiplog.resources.patch.PatchException;
import io.shiplog.resources.webhook.AdmissionAnswer;
import io.shiplog.resources.webhook.Webhook;
import io.shiplog.resources.webhook.WebhookRule;
import io.shiplog.resources.write.Scale;
import io.shiplog.resources.write.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the webhooks of a view say to the writes of one request: those that change objects one after the other, those
 * that only refuse them all at once (apiserver's {@code webhook/mutating} and {@code webhook/validating}, v1.34). What
 * a webhook said about an object counts for as long as the request lasts, however often it is decided. The request's
 * event loop owns it.
 */
final class WebhookConsultant implements Consultant {
    /** What a review of itself could keep from being mended. */
    private static final Set<GroupResource> EXEMPT = Set.of(
            Webhook.MUTATING,
            Webhook.VALIDATING,
            Machinery.ADMISSION_POLICIES.resource(),
            Machinery.ADMISSION_POLICY_BINDINGS.resource());

    /** How many calls one request may lead to, however often its object changes meanwhile. */
    private static final int MOST_CALLS = 1_000;

    private final Asked asked;
    private final WebhookCalls calls;
    private final Consumer<String> warnings;
    private final Map<Question, AdmissionAnswer> answers = new HashMap<>();
    private final List<CompletableFuture<Void>> awaited = new ArrayList<>();
    private int made;

    private record Question(
            Webhook webhook,
            Kind kind,
            Act act,
            @Nullable ObjectNode object,
            @Nullable ObjectNode old) {}

    /** @param warnings takes what the client is to be told */
    WebhookConsultant(Asked asked, WebhookCalls calls, Consumer<String> warnings) {
        this.asked = asked;
        this.calls = calls;
        this.warnings = warnings;
    }

    @Override
    public boolean isSilent(View view, Target target) {
        return view.list(Webhook.MUTATING).isEmpty()
                        && view.list(Webhook.VALIDATING).isEmpty()
                || EXEMPT.contains(target.kind().resource());
    }

    @Override
    public Opinion change(View view, Subject subject) {
        ObjectNode object = subject.object();
        Map<Webhook, ObjectNode> left = new HashMap<>();
        List<Webhook> webhooks = Webhook.all(view, Webhook.MUTATING);
        for (int round = 0; round < 2; round++) {
            for (Webhook webhook : webhooks) {
                if (round == 1 && (!webhook.again() || object == null || object.equals(left.get(webhook)))) {
                    continue;
                }
                Subject now = new Subject(subject.act(), subject.target(), object, subject.old());
                AdmissionAnswer answer = answer(webhook, view, now);
                if (answer == null) {
                    return new Opinion.Awaited();
                }
                if (answer.refusal() != null) {
                    return new Opinion.Refused(answer.refusal());
                }
                if (object != null && subject.act() != Act.DELETE && answer.patch() != null) {
                    try {
                        object = patched(webhook, view, now, object, answer);
                    } catch (PatchException e) {
                        return new Opinion.Refused(
                                Refusal.internal(Objects.toString(e.getMessage(), "the patch does not apply")));
                    }
                }
                if (object != null) {
                    left.put(webhook, object);
                }
            }
        }
        return new Opinion.Agreed(object);
    }

    private ObjectNode patched(Webhook webhook, View view, Subject subject, ObjectNode object, AdmissionAnswer answer) {
        Kind kind = subject.target().kind();
        Kind wanted = WebhookRule.wanted(webhook, view, subject, asked.subresource());
        if (asked.subresource().equals("scale")) {
            ObjectNode scale = answer.applied(Scale.of(object, kind.rules().scale()));
            ObjectNode scaled = object.deepCopy();
            kind.rules()
                    .scale()
                    .want(scaled, scale.path("spec").path("replicas").asLong(0));
            return scaled;
        }
        if (wanted == null || wanted == kind) {
            return answer.applied(object);
        }
        ObjectNode shown = wanted.toServed(kind.toStorage(object.deepCopy(), null));
        return kind.toServed(wanted.toStorage(answer.applied(shown), null));
    }

    @Override
    public Opinion consent(View view, Subject subject) {
        boolean waits = false;
        Refusal refusal = null;
        for (Webhook webhook : Webhook.all(view, Webhook.VALIDATING)) {
            AdmissionAnswer answer = answer(webhook, view, subject);
            waits |= answer == null;
            if (answer != null && refusal == null) {
                refusal = answer.refusal();
            }
        }
        if (refusal != null) {
            return new Opinion.Refused(refusal);
        }
        return waits ? new Opinion.Awaited() : new Opinion.Agreed(subject.object());
    }

    /** What a webhook says; null when it has been asked only now. */
    private @Nullable AdmissionAnswer answer(Webhook webhook, View view, Subject subject) {
        Kind kind = WebhookRule.wanted(webhook, view, subject, asked.subresource());
        if (kind == null) {
            return AdmissionAnswer.AGREED;
        }
        if (asked.dryRun() && !webhook.dryRun()) {
            return AdmissionAnswer.refused(
                    Refusal.badRequest("admission webhook \"" + webhook.name() + "\" does not support dry run"));
        }
        Question question = new Question(
                webhook,
                kind,
                subject.act(),
                shown(kind, subject.target().kind(), subject.object()),
                shown(kind, subject.target().kind(), subject.old()));
        AdmissionAnswer known = answers.get(question);
        if (known == null) {
            ask(question, view, subject.target());
        }
        return known;
    }

    private @Nullable ObjectNode shown(Kind wanted, Kind kind, @Nullable ObjectNode object) {
        if (object == null) {
            return null;
        }
        if (asked.subresource().equals("scale")) {
            return Scale.of(object, kind.rules().scale());
        }
        return (wanted == kind ? object : wanted.toServed(kind.toStorage(object.deepCopy(), null))).deepCopy();
    }

    private void ask(Question question, View view, Target target) {
        Webhook webhook = question.webhook();
        if (++made > MOST_CALLS) {
            answers.put(
                    question,
                    AdmissionAnswer.refused(Refusal.internal("the object changes too fast for its webhooks")));
            awaited.add(CompletableFuture.completedFuture(null));
            return;
        }
        String uid = UUID.randomUUID().toString();
        var subject = new Subject(question.act(), target, question.object(), question.old());
        byte[] review = Json.bytes(asked.review(webhook, uid, question.kind(), subject));
        awaited.add(calls.call(webhook, view, uid, review).thenAccept(answer -> {
            answer.warnings().forEach(warnings);
            answers.put(question, answer);
        }));
    }

    @Override
    public CompletableFuture<Void> answered() {
        CompletableFuture<Void> all = CompletableFuture.allOf(awaited.toArray(CompletableFuture<?>[]::new));
        awaited.clear();
        return all;
    }
}
