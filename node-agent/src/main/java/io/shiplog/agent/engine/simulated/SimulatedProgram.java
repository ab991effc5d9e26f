package io.shiplog.agent.engine.simulated;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a simulated container does, read from its command: {@code echo}, {@code sleep SECONDS}, {@code true},
 * {@code false}, {@code exit CODE}, {@code cat} and {@code sh -c} with a sequence of those. Anything else is a server
 * that runs until it is stopped, unless it is known to end. That is enough for jobs to end and for crashing containers
 * to crash.
 *
 * @param actions what it does, in order
 * @param forever whether it runs on after its last action
 */
record SimulatedProgram(List<Action> actions, boolean forever) {
    sealed interface Action {}

    record Print(byte[] line, boolean error) implements Action {}

    record Sleep(Duration time) implements Action {}

    record Exit(int code) implements Action {}

    /** Copies standard input to standard output until the input ends. */
    record Copy() implements Action {}

    static SimulatedProgram parse(List<String> command) {
        List<String> words = command;
        if (words.size() >= 3 && isShell(words.get(0)) && words.get(1).equals("-c")) {
            var actions = new ArrayList<Action>();
            for (String part : words.get(2).split("[;\n]|&&", -1)) {
                List<String> inner = Arrays.asList(part.strip().split("\\s+"));
                if (!addAction(inner, actions)) {
                    return new SimulatedProgram(actions, true);
                }
            }
            return new SimulatedProgram(actions, false);
        }
        var actions = new ArrayList<Action>();
        return new SimulatedProgram(actions, words.isEmpty() || !addAction(words, actions));
    }

    /** The same, of a program that is known to end: it does so after its last action, and waits for no input. */
    SimulatedProgram ending() {
        return new SimulatedProgram(
                actions.stream().filter(action -> !(action instanceof Copy)).toList(), false);
    }

    private static boolean addAction(List<String> words, List<Action> to) {
        String program = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
        List<String> rest = words.subList(1, words.size());
        return switch (program) {
            case "" -> true;
            case "true", ":" -> true;
            case "false" -> to.add(new Exit(1));
            case "cat" -> to.add(new Copy());
            case "exit" -> to.add(new Exit(rest.isEmpty() ? 0 : wholeNumber(rest.getFirst())));
            case "sleep" -> !rest.isEmpty() && addSleep(rest.getFirst(), to);
            case "echo" -> to.add(printed(rest));
            default -> false;
        };
    }

    private static boolean addSleep(String seconds, List<Action> to) {
        if (!seconds.matches("[0-9]{1,9}(\\.[0-9]{1,6})?")) {
            return false;
        }
        return to.add(new Sleep(Duration.ofNanos((long) (Double.parseDouble(seconds) * 1e9))));
    }

    private static Print printed(List<String> words) {
        boolean error = words.contains(">&2") || words.contains("1>&2");
        String text =
                String.join(" ", words.stream().filter(w -> !w.endsWith(">&2")).toList());
        return new Print((text + "\n").getBytes(StandardCharsets.UTF_8), error);
    }

    private static int wholeNumber(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 2;
    }

    private static boolean isShell(String word) {
        return word.equals("sh") || word.equals("bash") || word.equals("/bin/sh") || word.equals("/bin/bash");
    }
}
