package io.shiplog.journal;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.testkit.NaiveModel;
import io.shiplog.journal.testkit.Operation;
import io.shiplog.journal.testkit.Property;
import io.shiplog.objects.Change;
import io.shiplog.objects.StoredObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentsTest {
    private static final Property<Operation> HISTORIES = Property.over(Operation::random);

    @Test
    void goAlongWithTheFold() {
        HISTORIES.holds((operations, choices) -> {
            State state = State.EMPTY;
            Contents contents = Contents.NOTHING;
            for (Proposal proposal : NaiveModel.play(operations).proposals()) {
                State.Folded folded = state.fold(proposal, state.resourceVersion());
                state = folded.next();
                if (folded.verdict() instanceof Verdict.Accepted accepted) {
                    for (Change change : accepted.changes()) {
                        contents = contents.with(change);
                    }
                }
            }
            assertThat(contents).isEqualTo(Contents.of(state));
        });
    }

    @Test
    void differWithEveryByteAndEveryObject() {
        HISTORIES.holds((operations, choices) -> {
            State state = State.EMPTY;
            for (Proposal proposal : NaiveModel.play(operations).proposals()) {
                state = state.fold(proposal, state.resourceVersion()).next();
            }
            List<StoredObject> objects = new ArrayList<>(state.list(CONFIG_MAPS));
            if (objects.isEmpty()) {
                return;
            }
            int chosen = choices.nextInt(objects.size());
            StoredObject object = objects.remove(chosen);
            assertThat(Contents.of(State.of(objects, 1))).isNotEqualTo(Contents.of(state));
            byte[] json = object.json().clone();
            json[choices.nextInt(json.length)] ^= (byte) (1 << choices.nextInt(8));
            objects.add(
                    new StoredObject(object.resource(), object.key(), object.uid(), object.resourceVersion(), json));
            assertThat(Contents.of(State.of(objects, 1))).isNotEqualTo(Contents.of(state));
        });
    }
}
