package io.shiplog.cel.library;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.shiplog.cel.value.EvaluationException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Patterns by their texts: an expression uses the same ones again and again. Thread-safe; forgetting is no harm. */
final class Patterns {
    private static final int REMEMBERED = 1000;
    private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

    private Patterns() {}

    static Pattern of(String text, String problem) {
        Pattern known = COMPILED.get(text);
        if (known != null) {
            return known;
        }
        try {
            Pattern compiled = Pattern.compile(text);
            if (COMPILED.size() >= REMEMBERED) {
                COMPILED.clear();
            }
            COMPILED.put(text, compiled);
            return compiled;
        } catch (PatternSyntaxException wrong) {
            throw new EvaluationException(problem + wrong.getMessage());
        }
    }
}
