package io.shiplog.apiserver.ask;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.diff.FieldChange;
import io.shiplog.resources.rbac.AccessAttributes;
import io.shiplog.resources.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What would be proposed to take something back.
 *
 * @param what for the journal: {@code undo=4711}
 * @param steps object by object; those without a request cannot be taken back
 * @param upTo the resourceVersion that it was planned at
 */
public record TakeBack(String what, List<Step> steps, long upTo) {

    /**
     * What becomes of one object.
     *
     * @param verb create, update or delete
     * @param changes against what is there now
     * @param notes what cannot be as it was
     * @param request carries it out, as long as the object is as it was planned on; null when there is nothing to do
     */
    record Step(
            GroupResource resource,
            ObjectKey key,
            String verb,
            List<FieldChange> changes,
            List<String> notes,
            @Nullable WriteRequest request) {}

    /** What is to be allowed. */
    public List<AccessAttributes> access() {
        return steps.stream()
                .filter(step -> step.request() != null)
                .map(step -> new AccessAttributes(
                        step.verb(),
                        step.resource().group(),
                        step.resource().resource(),
                        "",
                        step.key().namespace(),
                        step.key().name(),
                        ""))
                .toList();
    }

    /** Everything that can be done, at once; null when that is nothing. */
    public @Nullable WriteRequest request() {
        List<WriteRequest> requests =
                steps.stream().map(Step::request).filter(Objects::nonNull).toList();
        return requests.isEmpty() ? null : new Together(requests);
    }

    /** Names what is shown: whoever agrees to it agrees to nothing else. */
    public String token() {
        CRC32C sum = new CRC32C();
        sum.update(text().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    /** The plan for people and programs. */
    public QuestionAnswer told() {
        ObjectNode json = Questions.answer("Plan");
        json.put("what", what).put("token", token());
        ArrayNode objects = json.putArray("objects");
        for (Step step : steps) {
            ObjectNode object = objects.addObject()
                    .put("resource", step.resource().toString())
                    .put("key", step.key().toString())
                    .put("operation", step.request() == null ? "nothing" : step.verb());
            object.set("changes", LoggedWrite.json(step.changes()));
            ArrayNode notes = object.putArray("notes");
            step.notes().forEach(notes::add);
        }
        return new QuestionAnswer(json, text() + "token " + token() + "\n", upTo);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(step.request() == null ? "nothing to do for" : step.verb())
                    .append(' ')
                    .append(step.resource())
                    .append(' ')
                    .append(step.key())
                    .append('\n');
            step.changes().forEach(change -> text.append("    ").append(change).append('\n'));
            step.notes().forEach(note -> text.append("    ! ").append(note).append('\n'));
        }
        return text.toString();
    }
}
