package io.shiplog.reconcilers.revisions;

import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.resources.write.Draft;
import java.util.List;

/** What an owner does when the name of its new revision is taken: it counts that, which leads to another name. */
public final class Collisions {
    private Collisions() {}

    public static Plan counted(RevisionOwner owner) {
        Draft draft = Draft.of(owner.stored());
        draft.status().put("collisionCount", owner.collisions() + 1);
        return new Plan(List.of(new Step("update", List.of(draft.write().orElseThrow()))), null);
    }
}
