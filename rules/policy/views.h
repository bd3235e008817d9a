// The columns of every view, and how each is had from the facts. docs/policy-rules.md describes them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/policy/batch_index.h"
#include "rules/policy/cell.h"

namespace tidewaiter::policy {

struct ViewColumn {
  const char* name;
  Cell (*get)(const BatchIndex& batch, uint32_t row);
};

struct View {
  const char* name;
  std::vector<ViewColumn> columns;
  uint32_t (*size)(const BatchIndex& batch);
  // Columns by which rows are found without a scan: the rows where that column equals `key`, which is below
  // key_end(). At most two; an unused one has column -1.
  struct Key {
    int column = -1;
    uint32_t (*end)(const BatchIndex& batch) = nullptr;
    RowRange (*rows)(const BatchIndex& batch, uint32_t key) = nullptr;
  };
  Key keys[2];
};

// line, hit, listing, consignment, together, party, watch, licence, run, hs, country_group.
const std::vector<View>& Views();
const View* FindView(std::string_view name);

}  // namespace tidewaiter::policy
