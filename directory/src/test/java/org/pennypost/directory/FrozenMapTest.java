package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrozenMapTest {
    @Test
    void copiesAreIndependent() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Integer> model = new HashMap<>();
        FrozenMap<String, Integer> map = FrozenMap.of(model);
        for (int step = 0; step < 5_000; step++) {
            String key = "k" + random.nextInt(2_000);
            FrozenMap<String, Integer> before = map;
            Integer old = model.get(key);
            if (random.nextInt(3) == 0) {
                model.remove(key);
                map = map.without(key);
            } else {
                model.put(key, step);
                map = map.with(key, step);
            }
            assertThat(before.get(key).orElse(null)).as("seed %d", seed).isEqualTo(old);
            assertThat(map.get(key).orElse(null)).as("seed %d", seed).isEqualTo(model.get(key));
            assertThat(map.contains(key)).isEqualTo(model.containsKey(key));
        }
        assertThat(map.values()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(model.values());
        assertThat(FrozenMap.of(model).values()).containsExactlyInAnyOrderElementsOf(model.values());
    }
}
