// Which format a file is in, by its name and by its first bytes.
#pragma once

#include <string_view>

#include "absl/status/status.h"

#include "screening/read/record_source.h"

namespace tidewaiter::read {

struct NamedFormat {
  InputFormat format = InputFormat::kAuto;  // kAuto: the name does not say
  char delimiter = 0;                       // '\t' for .tsv
};

// By extension, with .gz and .zst taken off.
NamedFormat FormatByName(std::string_view name);

// By the first text. Never kAuto.
InputFormat FormatByText(std::string_view head);

// A table without titles whose first column is SMILES: molecule lists are often named .tsv.
bool IsSmilesTable(std::string_view head);

// InvalidArgument naming the format when `head` (raw bytes) is of one that is not read: XLSX, PDF, XLS, ...
absl::Status RefuseForeign(std::string_view head);

bool IsGzip(std::string_view head);
bool IsZstd(std::string_view head);

}  // namespace tidewaiter::read
