#!/usr/bin/env bash
# Contract tests and training benchmark of the torch back end on a GPU machine, against that machine's own PyTorch.
#
#   tests/gpu/run.sh publish FOLDER    where the .NET SDK is: a self-contained build of the tests, under 60 MB
#   FOLDER/run.sh                      on the GPU machine (Python with torch, cmake, g++; no .NET needed): builds the shim, tests, measures
#
# STOCKLAB_PYTHON names the Python, STOCKLAB_DEVICE the device (cuda where PyTorch has one). The output is Markdown, for RESULTS.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${STOCKLAB_PYTHON:-python3}

publish() {
  local repository folder size
  repository=$(cd "$here/../.." && pwd)
  mkdir -p "$1"
  folder=$(cd "$1" && pwd)
  dotnet publish "$repository/tests/StockLab.Torch.Tests" --configuration Release --runtime "${STOCKLAB_RUNTIME:-linux-x64}" --self-contained \
    -p:TorchBackend=system -p:PublishSingleFile=true -p:IncludeAllContentForSelfExtract=true -p:EnableCompressionInSingleFile=true -p:DebugType=none \
    --output "$folder/build" --verbosity quiet --nologo
  mv "$folder/build/StockLab.Torch.Tests" "$folder/"
  rm -rf "$folder/build" "$folder/native"
  cp -r "$repository/src/StockLab.Torch/native" "$folder/native"
  cp "${BASH_SOURCE[0]}" "$folder/run.sh"
  size=$(du -sm "$folder" | cut -f1)
  echo "$folder: $size MB"
  [ "$size" -lt 60 ] || { echo "That is not under 60 MB." >&2; return 1; }
}

shim() {
  local torch=$1 log=$here/shim.log
  if ! { cmake -S "$here/native" -B "$here/shim" -DLIBTORCH="$torch" && cmake --build "$here/shim" --parallel; } >"$log" 2>&1; then
    cat "$log" >&2
    return 1
  fi
  if grep 'warning:' "$log" >&2; then
    echo "The shim does not compile without warnings against $torch." >&2
    return 1
  fi
  cp "$here/shim/libtorchshim.so" "$here/"
}

run() {
  local torch tests=$here/StockLab.Torch.Tests
  torch=$("$python" -c 'import os, torch; print(os.path.dirname(torch.__file__))')
  [ -e "$torch/include/ATen/ATen.h" ] || torch=/usr # Debian keeps the headers apart from the Python package
  STOCKLAB_DEVICE=${STOCKLAB_DEVICE:-$("$python" -c 'import torch; print("cuda" if torch.cuda.is_available() else "cpu")')}
  export STOCKLAB_DEVICE STOCKLAB_PYTHON=$python OPENBLAS_NUM_THREADS=1 DOTNET_BUNDLE_EXTRACT_BASE_DIR=$here/extracted
  shim "$torch"
  echo "## $(date -u +%Y-%m-%d), $("$python" -c 'import torch; print("PyTorch", torch.__version__)') on $STOCKLAB_DEVICE"
  if [ "$STOCKLAB_DEVICE" = cuda ]; then nvidia-smi --query-gpu=name,driver_version --format=csv,noheader; fi
  echo
  # Values agree with the CPU's only without the GPU's shortened floating point; its random sequences are its own.
  NVIDIA_TF32_OVERRIDE=0 "$tests" -noColor -namespace StockLab.Torch.Tests.Operations -namespace StockLab.Torch.Tests.Modules -namespace StockLab.Torch.Tests.Training \
    -class- StockLab.Torch.Tests.Operations.CreationTests -class- StockLab.Torch.Tests.Modules.InitTests | grep -E 'FAIL|Total|differs|Exception' || true
  echo
  "$tests" -noColor -explicit only -showLiveOutput -class StockLab.Torch.Tests.Gpu.TrainingTable | grep '^ *|' | sed 's/^ *//'
}

case "${1:-}" in
  publish) publish "${2:?a folder for the build}" ;;
  *) run ;;
esac
