// A progress line on a terminal: how far, how fast, how long still.
#pragma once

#include "screening/pipeline/pipeline.h"

namespace tidewaiter::cli {

class ProgressBar {
 public:
  void Show(const Progress& progress);
  // Clears the line.
  void Done();

 private:
  bool shown_ = false;
};

}  // namespace tidewaiter::cli
