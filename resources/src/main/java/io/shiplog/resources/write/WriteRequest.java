package io.shiplog.resources.write;

import io.shiplog.objects.View;
import io.shiplog.resources.decision.Decision;

/**
 * A write that somebody asks for, as a pure function of the view that it meets. It is asked again, on a newer view,
 * whenever its proposal lost to another one; so it holds no memory of earlier decisions.
 */
@FunctionalInterface
public interface WriteRequest {
    Decision decide(View view);
}
